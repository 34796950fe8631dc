"""What every handler needs: who asks, what was typed, how a page is shown."""
