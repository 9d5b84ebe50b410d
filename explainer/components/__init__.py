"""The pictures and controls that need JavaScript: a folder each, and in `js/` what several of them share."""
