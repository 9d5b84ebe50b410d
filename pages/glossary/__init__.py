"""The glossary: every term of the field that pages use, with its picture and the step that explains it."""
