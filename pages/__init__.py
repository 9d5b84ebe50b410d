"""One folder a chapter: everything that only this chapter needs."""
