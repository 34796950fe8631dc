"""The browser's side: requests into calls, answers into pages."""
