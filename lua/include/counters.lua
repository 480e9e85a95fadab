-- The counters of a batch. They change only by the difference between the old and the new state.
-- Fields of the batch hash:
--   d:<status>        documents by status        s<stage>:<status>   stages by status
--   e:<stage>:<code>  exceptions by cause        warn                documents with a warning
-- `delta` collects the differences of one call, so that each field is written once.

local function add(delta, field, by)
  if by ~= 0 then delta[field] = (delta[field] or 0) + by end
end

local function move_document(delta, d, to)
  if d.status ~= to then
    add(delta, 'd:' .. d.status, -1)
    add(delta, 'd:' .. to, 1)
    d.status = to
  end
end

local function move_stage(delta, d, stage, to)
  local from = d.st[stage]
  if from ~= to then
    add(delta, 's' .. stage .. ':' .. from, -1)
    add(delta, 's' .. stage .. ':' .. to, 1)
    d.st[stage] = to
  end
end

-- Marks every stage that has not ended as skipped.
local function skip_open_stages(delta, d)
  for i = 1, STAGES do
    local s = d.st[i]
    if s == 'w' or s == 'r' or s == 'y' then move_stage(delta, d, i, 's') end
  end
end

local function write_deltas(key, delta)
  for field, by in pairs(delta) do
    if by ~= 0 then redis.call('HINCRBY', key, field, by) end
  end
end
