"""Finding a mentor and asking her: who is there, a *request*, its place in her line, and how it
ends. Under a *pseudonym* the row says nobody: in her own request the asker is asked *is this me?*
"""
