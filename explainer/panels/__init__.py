"""Parts of a page that hold several widgets: lists, training, the shelf."""
