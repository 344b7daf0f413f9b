"""The assessment sheet of a commissioner."""
