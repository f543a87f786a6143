// A QR code (ISO/IEC 18004) for the one thing that must not go to a server to be drawn: the token. Byte mode and error
// correction L, which a screen needs no more of; up to version 12, which holds the longest pairing link.

/** Of versions 1 to 12 at level L: error correction codewords in each block, and the number of blocks. */
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4];

const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** The symbol's rows, 1 for a dark module; the quiet zone around it is left to the caller. */
export function encode(text) {
  const bytes = new TextEncoder().encode(text);
  for (let version = 1; version <= CORRECTION.length; version++) {
    const frame = drawFrame(version);
    const codewords = Math.floor(frame.flat().filter((module) => module === null).length / 8);
    const data = pack(bytes, version, codewords - CORRECTION[version - 1] * BLOCKS[version - 1]);
    if (data) return plainest(frame, protect(data, version, codewords));
  }
  throw new RangeError("This text is too long for the QR codes drawn here.");
}

/** As the path of an SVG, one square for each dark module. */
export function path(rows) {
  return rows.flatMap((row, y) => row.map((module, x) => (module ? `M${x} ${y}h1v1h-1z` : ""))).join("");
}

/** Mode, length, bytes, then padding to the full length; null when they do not fit. */
function pack(bytes, version, capacity) {
  let bits = "0100" + binary(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) bits += binary(byte, 8);
  if (bits.length > capacity * 8) return null;
  bits += "0".repeat(Math.min(4, capacity * 8 - bits.length));
  bits += "0".repeat((8 - (bits.length % 8)) % 8);
  const data = bits.match(/.{8}/g).map((byte) => parseInt(byte, 2));
  for (let padding = 0xec; data.length < capacity; padding ^= 0xec ^ 0x11) data.push(padding);
  return data;
}

/** Cuts the data into blocks, the longer ones last, adds the correction to each, and deals them out codeword by codeword. */
function protect(data, version, codewords) {
  const [correction, count] = [CORRECTION[version - 1], BLOCKS[version - 1]];
  const shortLength = Math.floor(codewords / count) - correction;
  const longOnes = codewords % count;
  const blocks = [];
  for (let i = 0, at = 0; i < count; i++) {
    const length = shortLength + (i >= count - longOnes ? 1 : 0);
    blocks.push(data.slice(at, at + length));
    at += length;
  }
  const divisor = generator(correction);
  return [...deal(blocks), ...deal(blocks.map((block) => remainder(block, divisor)))];
}

function deal(blocks) {
  const dealt = [];
  for (let i = 0; i < Math.max(...blocks.map((block) => block.length)); i++)
    for (const block of blocks) if (i < block.length) dealt.push(block[i]);
  return dealt;
}

/** The product of (x - 2^i) over GF(256), without its leading 1. */
function generator(degree) {
  let product = [1];
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2))
    product = [...product, 0].map((factor, at) => factor ^ (at > 0 ? times(product[at - 1], root) : 0));
  return product.slice(1);
}

function remainder(block, divisor) {
  let rest = divisor.map(() => 0);
  for (const byte of block) {
    const factor = byte ^ rest[0];
    rest = [...rest.slice(1), 0].map((value, at) => value ^ times(divisor[at], factor));
  }
  return rest;
}

/** Multiplies in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) product = ((product << 1) ^ ((product >> 7) * 0x11d)) ^ (((b >> bit) & 1) * a);
  return product;
}

/** All that is there before the data: finders, alignment, timing, version, and room for the format; null is free. */
function drawFrame(version) {
  const size = version * 4 + 17;
  const rows = Array.from({ length: size }, () => Array(size).fill(null));
  for (let i = 0; i < size; i++) rows[6][i] = rows[i][6] = (i + 1) % 2;
  for (const [x, y] of alignments(version, size)) square(rows, x, y, 2, [1, 0, 1]);
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(rows, x, y, 4, [1, 1, 0, 1, 0]);
  drawFormat(rows, 0);
  if (version >= 7) drawVersion(rows, version);
  return rows;
}

/** Rings around a centre, from the inside; what lies outside of the symbol is left out. */
function square(rows, centreX, centreY, radius, rings) {
  for (let y = -radius; y <= radius; y++)
    for (let x = -radius; x <= radius; x++)
      if (rows[centreY + y]?.[centreX + x] !== undefined)
        rows[centreY + y][centreX + x] = rings[Math.max(Math.abs(x), Math.abs(y))];
}

function alignments(version, size) {
  if (version === 1) return [];
  const last = size - 7;
  const lines = version < 7 ? [6, last] : [6, (6 + last) / 2, last];
  const isFinder = (x, y) => (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
  return lines.flatMap((y) => lines.map((x) => [x, y])).filter(([x, y]) => !isFinder(x, y));
}

/** Level L and the mask, twice, and the one module that is always dark. */
function drawFormat(rows, mask) {
  const size = rows.length;
  const bits = ((0b01000 | mask) << 10 | check(0b01000 | mask, 10, 0x537)) ^ 0x5412;
  for (let i = 0; i < 15; i++) {
    const bit = (bits >> i) & 1;
    if (i < 8) rows[i < 6 ? i : i + 1][8] = rows[8][size - 1 - i] = bit;
    else rows[8][i === 8 ? 7 : 14 - i] = rows[size - 15 + i][8] = bit;
  }
  rows[size - 8][8] = 1;
}

function drawVersion(rows, version) {
  const bits = version << 12 | check(version, 12, 0x1f25);
  for (let i = 0; i < 18; i++) {
    const [near, far] = [Math.floor(i / 3), rows.length - 11 + (i % 3)];
    rows[near][far] = rows[far][near] = (bits >> i) & 1;
  }
}

/** The check bits of a BCH code. */
function check(value, length, divisor) {
  let rest = value;
  for (let i = 0; i < length; i++) rest = (rest << 1) ^ ((rest >> (length - 1)) * divisor);
  return rest;
}

/** The symbol under the mask that a camera reads best. */
function plainest(frame, codewords) {
  let best = { penalty: Infinity };
  for (let mask = 0; mask < MASKS.length; mask++) {
    const rows = fill(frame, codewords, MASKS[mask]);
    drawFormat(rows, mask);
    const penalty = penaltyOf(rows);
    if (penalty < best.penalty) best = { rows, penalty };
  }
  return best.rows;
}

/** Data goes up and down in columns two modules wide, from the right, around the vertical timing line. */
function fill(frame, codewords, mask) {
  const rows = frame.map((row) => [...row]);
  const bits = codewords.map((codeword) => binary(codeword, 8)).join("");
  let at = 0;
  for (let right = rows.length - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right = 5;
    for (let step = 0; step < rows.length; step++) {
      const y = isUp ? rows.length - 1 - step : step;
      for (const x of [right, right - 1])
        if (frame[y][x] === null) rows[y][x] = Number(bits[at++] ?? 0) ^ (mask(x, y) === 0 ? 1 : 0);
    }
  }
  return rows;
}

/** Long runs, squares, what looks like a finder, and an uneven share of dark modules. */
function penaltyOf(rows) {
  const size = rows.length;
  const lines = [...rows, ...rows.map((_, x) => rows.map((row) => row[x]))].map((line) => line.join(""));
  let penalty = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
    penalty += [...line.matchAll(/(?=10111010000|00001011101)/g)].length * 40;
  }
  for (let y = 1; y < size; y++)
    for (let x = 1; x < size; x++)
      if (rows[y][x] === rows[y][x - 1] && rows[y][x] === rows[y - 1][x] && rows[y][x] === rows[y - 1][x - 1]) penalty += 3;
  const dark = rows.flat().filter((module) => module === 1).length;
  return penalty + (Math.ceil(Math.abs(dark * 20 - size * size * 10) / (size * size)) - 1) * 10;
}

function binary(value, length) {
  return value.toString(2).padStart(length, "0");
}
