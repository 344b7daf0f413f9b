"""The documents: records and figures to plain contexts, a folder or file a kind."""
