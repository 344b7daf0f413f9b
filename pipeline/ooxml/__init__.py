"""Office packages, for Word and Excel alike: parts, relations, properties, and bytes that depend on content alone."""
