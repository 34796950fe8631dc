"""Finding somebody who has walked the path, and walking a part of it together."""
