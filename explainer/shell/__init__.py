"""Around every page: frame, menu, headings, base style, palette."""
