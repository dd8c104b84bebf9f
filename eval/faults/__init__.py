"""Does harm on purpose, and looks at what is left."""
