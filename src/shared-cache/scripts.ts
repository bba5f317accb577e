import type { ChainableCommander } from 'ioredis';

/** The version of what is written. Raise it with every change of it: processes then ignore what they can't read. */
export const FORMAT = 1;
/** Keys. Ids of calls are in them as keyed hashes only. */
export const PREFIX = `switchboard:${FORMAT}:`;

/** A claim that is not renewed for this time is free again, in milliseconds: its process is dead, or can't reach Redis. */
export const CLAIM_MS = 3000;
/** An outcome is kept until those who waited for it have asked again, in milliseconds. */
const OUTCOME_MS = 2000;

/** Microseconds of Redis' own clock, which all processes share. They order the reads of a call. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local function text(number) return string.format('%.0f', number) end`;

const IS_MINE = `
local claim = redis.call('HMGET', KEYS[1], 'process', 'stamp')
local isMine = claim[1] == ARGV[1] and claim[2] == ARGV[2]`;

/**
 * An entry is a call as a process has read it: the stamp from before that read, the instant at which it was kept, and
 * until when it is valid. A clock that was ahead, or a moment from which on nothing is believed, makes it void.
 */
const ENTRY = `
local entry = redis.call('HMGET', KEYS[2], 'stamp', 'kept', 'until', 'hash')
local forgotten = tonumber(redis.call('GET', '${PREFIX}forgotten') or '0')
if not entry[1] or not entry[2] or tonumber(entry[2]) > now or tonumber(entry[1]) <= forgotten then entry = {} end`;

/** KEYS: claim, entry. ARGV: process, accepts known, waits, hash of the values that it has, awaited claim, rank. */
const ASK = `#!lua
${NOW}${ENTRY}
if entry[1] and ARGV[2] == '1' and tonumber(entry[3]) > now then
  return {'KNOWN', entry[1], entry[4], redis.call('HGET', KEYS[2], 'call'), text((entry[3] - now) / 1000)}
end
local claim = redis.call('HMGET', KEYS[1], 'process', 'stamp', 'outcome', 'rank')
if ARGV[3] == '1' and claim[1] then
  if claim[3] then
    if claim[2] == ARGV[5] then return {'ENDED', claim[2], '', claim[3]} end
  elseif claim[1] ~= ARGV[1] and tonumber(claim[4] or '0') >= tonumber(ARGV[6]) then
    return {'THEIRS', claim[2], '', ''}
  end
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'process', ARGV[1], 'stamp', text(now), 'rank', ARGV[6])
redis.call('PEXPIRE', KEYS[1], ${CLAIM_MS})
return {'MINE', text(now), entry[4] or '', entry[4] and entry[4] ~= ARGV[4] and redis.call('HGET', KEYS[2], 'call') or ''}`;

/**
 * KEYS: claim, entry. ARGV: process, stamp, valid ms, kept ms, call, hash of the call, channel, message.
 * Without a call, the one that is there is kept if it has the same hash. Other processes hear of a call that is not
 * the same as before: an instant from which on it is known, and the message.
 * 1 if the call was kept. 2 if the call is needed. 0 if another read has overlapped with this one and found another
 * state: nobody knows which is newer, so that none is believed.
 */
const KEEP = `#!lua
${NOW}${IS_MINE}
if isMine then redis.call('DEL', KEYS[1]) end
${ENTRY}
local isSame = entry[4] == ARGV[6]
if not isSame and (not isMine or (entry[2] and tonumber(entry[2]) >= tonumber(ARGV[2]))) then
  if entry[1] then redis.call('HSET', KEYS[2], 'until', '0', 'kept', text(now)) end
  redis.call('PUBLISH', ARGV[7], text(now) .. ' ' .. ARGV[8])
  return 0
end
if not isSame and ARGV[5] == '' then
  redis.call('HSET', KEYS[1], 'process', ARGV[1], 'stamp', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ${CLAIM_MS})
  return 2
end
redis.call('HSET', KEYS[2], 'stamp', ARGV[2], 'kept', text(now), 'until', text(now + ARGV[3] * 1000), 'hash', ARGV[6])
if not isSame then redis.call('HSET', KEYS[2], 'call', ARGV[5]) end
redis.call('PEXPIRE', KEYS[2], ARGV[4])
if not isSame then redis.call('PUBLISH', ARGV[7], ARGV[2] .. ' ' .. ARGV[8]) end
return 1`;

/** KEYS: claim. ARGV: process, stamp, outcome. Without an outcome the claim is free again. */
const END = `#!lua flags=allow-oom
${IS_MINE}
if not isMine then return 0 end
if ARGV[3] == '' then return redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], 'outcome', ARGV[3])
return redis.call('PEXPIRE', KEYS[1], ${OUTCOME_MS})`;

/** KEYS: claim. ARGV: process, stamp. */
const RENEW = `#!lua flags=allow-oom
${IS_MINE}
return isMine and redis.call('PEXPIRE', KEYS[1], ${CLAIM_MS}) or 0`;

/** Longer than a read that was in progress may take. */
const FORGOTTEN_MS = 120_000;

/**
 * KEYS: entry. ARGV: channel, message. What any process knows of the call from before this moment is not believed any
 * more, and what a read finds that is in progress is not kept.
 */
const FORGET = `#!lua flags=allow-oom
${NOW}
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'stamp', text(now), 'kept', text(now), 'until', '0', 'hash', '')
redis.call('PEXPIRE', KEYS[1], ${FORGOTTEN_MS})
return redis.call('PUBLISH', ARGV[1], text(now) .. ' ' .. ARGV[2])`;

/** ARGV: channel, message, kept ms. The same for all calls. */
const FORGET_ALL = `#!lua flags=allow-oom
${NOW}
redis.call('SET', '${PREFIX}forgotten', text(now), 'PX', ARGV[3])
return redis.call('PUBLISH', ARGV[1], text(now) .. ' ' .. ARGV[2])`;

/**
 * KEYS: requests, by the millisecond at which they were sent; a number of requests that was set and ends together.
 * ARGV: window ms. Drops the requests that have left the window, and those of a clock that was ahead.
 */
const WINDOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
local function counted(rank, nearer)
  local edge = redis.call('ZRANGE', KEYS[1], rank, rank, 'WITHSCORES')[2]
  local total = redis.call('ZCARD', KEYS[1])
  local ms = edge and math.ceil(edge + window - now) or 0
  local set = tonumber(redis.call('GET', KEYS[2]) or '0')
  if set > 0 then ms = total > 0 and nearer(ms, redis.call('PTTL', KEYS[2])) or redis.call('PTTL', KEYS[2]) end
  return {total + set, ms}
end`;

/** ARGV: window ms, a name for the request. */
const COUNT_REQUEST = `#!lua
${WINDOW}
redis.call('ZADD', KEYS[1], now, ARGV[2])
redis.call('PEXPIRE', KEYS[1], window)
return counted(0, math.min)`;

const TAKE_REQUEST_BACK = `#!lua flags=allow-oom
${WINDOW}
redis.call('ZREMRANGEBYRANK', KEYS[1], -1, -1)
return counted(0, math.min)`;

const REQUESTS_COUNTED = `#!lua flags=allow-oom
${WINDOW}
return counted(-1, math.max)`;

/** ARGV: window ms, number of requests, ms until they leave the window. */
const SET_REQUESTS = `#!lua
${WINDOW}
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return counted(0, math.min)`;

/** Sent once for each connection, and called by their hash. */
export const SCRIPTS = {
  askForCall: { lua: ASK, numberOfKeys: 2 },
  keepCall: { lua: KEEP, numberOfKeys: 2 },
  endLookup: { lua: END, numberOfKeys: 1 },
  renewClaim: { lua: RENEW, numberOfKeys: 1 },
  forgetCall: { lua: FORGET, numberOfKeys: 1 },
  forgetAll: { lua: FORGET_ALL, numberOfKeys: 0 },
  countRequest: { lua: COUNT_REQUEST, numberOfKeys: 2 },
  takeRequestBack: { lua: TAKE_REQUEST_BACK, numberOfKeys: 2 },
  requestsCounted: { lua: REQUESTS_COUNTED, numberOfKeys: 2 },
  setRequests: { lua: SET_REQUESTS, numberOfKeys: 2 },
} as const;

/** Commands that are sent together. */
export type Commands = ChainableCommander & { readonly [script in keyof typeof SCRIPTS]: (...keysAndArguments: readonly (string | number)[]) => void };
