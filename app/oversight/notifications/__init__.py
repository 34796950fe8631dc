"""What members are told of, where each wants to be told, and what of it she has seen.

A *notification* is kept only of what concerns her under her name. What happens to a voice of hers
is found in her own request, and stands nowhere.
"""
