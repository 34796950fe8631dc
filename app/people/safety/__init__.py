"""What keeps people safe from each other: for now, what moderators have asked of somebody."""
