"""What watches over what members do together."""
