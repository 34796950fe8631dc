"""What members found useful and pass on: a *resource* is a link, a guide written here, a video or
an organisation that helps. A member *suggests* it, a host *shows* it; others say that it
*helped*, and leave a *note*. Hosts put resources together in *collections*.
"""
