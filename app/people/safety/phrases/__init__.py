"""Whether a draft speaks of suicide, self-harm, violence at home or abuse, so that help can be
offered beside it. The rules stand in the files here; `README.md` has their numbers of true and
false alarms. Nothing of it is kept, logged, counted or shown to anybody else."""
