"""What the pages are made of: figures, controls, the shelf of models, the training runner."""
