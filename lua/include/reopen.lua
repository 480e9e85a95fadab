-- Opens a document again from a stage on, as its next run, waiting and without an exception. Returns false,
-- changing nothing, when it has had as many runs as a state can count.

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
