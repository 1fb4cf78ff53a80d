"""The filter builder: a filter as rows of a form, and back."""
