"""Tests of the recipe: `python -m unittest discover -s recipe/tests -t .` in models/starter."""
