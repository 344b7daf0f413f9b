"""企业科技特派员 office pipeline: spreadsheets in, checked records, Word documents out."""
