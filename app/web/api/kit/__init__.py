"""What every handler of the API needs: who asks, what came, how it is answered."""
