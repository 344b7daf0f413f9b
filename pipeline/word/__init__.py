"""The docx engine: compile a template once, render it often, read documents back. Knows no domain."""
