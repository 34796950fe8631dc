"""The JSON API: the same deeds and questions as the pages, for programs of members."""
