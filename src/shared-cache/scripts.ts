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
 * KEYS: claim, entry. ARGV: process, accepts known, waits, hash of the values that it has, awaited claim.
 * An entry is a call as a process has read it. Its stamp is an instant before that read.
 */
const ASK = `${NOW}
local entry = redis.call('HMGET', KEYS[2], 'stamp', 'until', 'hash')
local forgotten = tonumber(redis.call('GET', '${PREFIX}forgotten') or '0')
if entry[1] and tonumber(entry[1]) <= forgotten then entry = {} end
if entry[1] and ARGV[2] == '1' and tonumber(entry[2]) > now then
  return {'KNOWN', entry[1], entry[3], redis.call('HGET', KEYS[2], 'call'), text((entry[2] - now) / 1000)}
end
local claim = redis.call('HMGET', KEYS[1], 'process', 'stamp', 'outcome')
if ARGV[3] == '1' and claim[1] then
  if claim[3] then
    if claim[2] == ARGV[5] then return {'ENDED', claim[2], '', claim[3]} end
  elseif claim[1] ~= ARGV[1] then
    return {'THEIRS', claim[2], '', ''}
  end
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'process', ARGV[1], 'stamp', text(now))
redis.call('PEXPIRE', KEYS[1], ${CLAIM_MS})
return {'MINE', text(now), entry[3] or '', entry[3] and entry[3] ~= ARGV[4] and redis.call('HGET', KEYS[2], 'call') or ''}`;

/**
 * KEYS: claim, entry. ARGV: process, stamp, valid ms, kept ms, call, hash of the call, channel, message.
 * Without a call, the one that is there is kept if it has the same hash.
 * 1 if the call was kept, 0 if a later read has been kept, 2 if the call is needed. Other processes hear of a call that is not the same as before:
 * the stamp from which on it is known, and the message.
 */
const KEEP = `${NOW}${IS_MINE}
if isMine then redis.call('DEL', KEYS[1]) end
local entry = redis.call('HMGET', KEYS[2], 'stamp', 'hash')
if entry[1] and tonumber(entry[1]) > tonumber(ARGV[2]) then return 0 end
local isSame = entry[2] == ARGV[6]
if not isSame and ARGV[5] == '' then return 2 end
redis.call('HSET', KEYS[2], 'stamp', ARGV[2], 'until', text(now + ARGV[3] * 1000), 'hash', ARGV[6])
if not isSame then redis.call('HSET', KEYS[2], 'call', ARGV[5]) end
redis.call('PEXPIRE', KEYS[2], ARGV[4])
if not isSame then redis.call('PUBLISH', ARGV[7], ARGV[2] .. ' ' .. ARGV[8]) end
return 1`;

/** KEYS: claim. ARGV: process, stamp, outcome. Without an outcome the claim is free again. */
const END = `${IS_MINE}
if not isMine then return 0 end
if ARGV[3] == '' then return redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], 'outcome', ARGV[3])
return redis.call('PEXPIRE', KEYS[1], ${OUTCOME_MS})`;

/** KEYS: claim. ARGV: process, stamp. */
const RENEW = `${IS_MINE}
return isMine and redis.call('PEXPIRE', KEYS[1], ${CLAIM_MS}) or 0`;

/** KEYS: entry. ARGV: channel, message. What any process knows of the call from before this moment is not believed any more. */
const FORGET = `${NOW}
redis.call('UNLINK', KEYS[1])
return redis.call('PUBLISH', ARGV[1], text(now) .. ' ' .. ARGV[2])`;

/** ARGV: channel, message. The same for all calls. */
const FORGET_ALL = `${NOW}
redis.call('SET', '${PREFIX}forgotten', text(now))
return redis.call('PUBLISH', ARGV[1], text(now) .. ' ' .. ARGV[2])`;

/**
 * KEYS: requests, by the millisecond at which they were sent; a number of requests that was set and ends together.
 * ARGV: window ms. Drops the requests that have left the window.
 */
const WINDOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local function counted(rank, nearer)
  local edge = redis.call('ZRANGE', KEYS[1], rank, rank, 'WITHSCORES')[2]
  local total = redis.call('ZCARD', KEYS[1])
  local ms = edge and math.ceil(edge + window - now) or 0
  local set = tonumber(redis.call('GET', KEYS[2]) or '0')
  if set > 0 then ms = total > 0 and nearer(ms, redis.call('PTTL', KEYS[2])) or redis.call('PTTL', KEYS[2]) end
  return {total + set, ms}
end`;

/** ARGV: window ms, a name for the request. */
const COUNT_REQUEST = `${WINDOW}
redis.call('ZADD', KEYS[1], now, ARGV[2])
redis.call('PEXPIRE', KEYS[1], window)
return counted(0, math.min)`;

const TAKE_REQUEST_BACK = `${WINDOW}
redis.call('ZREMRANGEBYRANK', KEYS[1], -1, -1)
return counted(0, math.min)`;

const REQUESTS_COUNTED = `${WINDOW}
return counted(-1, math.max)`;

/** ARGV: window ms, number of requests, ms until they leave the window. */
const SET_REQUESTS = `${WINDOW}
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
