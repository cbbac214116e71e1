"""A Reply for people: HTML, SVG charts and text."""
