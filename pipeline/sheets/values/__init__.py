"""From a cell to a typed value, as offices write them."""
