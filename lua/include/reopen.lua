-- Reopens a document at a stage: this stage and all later ones wait again, the run grows by one, and the
-- exception is removed. Returns false and changes nothing when the document has reached the highest run.

local function reopen(delta, d, stage)
  if d.run >= MOST_RUNS then return false end
  for s = stage, STAGES do
    move_stage(delta, d, s, 'w')
    d.at[s] = 0
  end
  move_document(delta, d, 'p')
  d.run, d.code = d.run + 1, ''
  return true
end
