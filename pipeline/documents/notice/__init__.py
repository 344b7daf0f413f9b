"""The notice that issues the year's plan."""
