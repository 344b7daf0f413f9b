"""`output/<year>/`: where everything lies, under which name; files that change whole or not at all; the ledger."""
