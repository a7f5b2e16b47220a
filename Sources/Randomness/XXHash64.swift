/// The 64-bit hash XXH64 of a list of bytes with seed 0 (Collet, "xxHash fast digest algorithm", specification 0.1.1).
///
/// Not a cryptographic digest; spreads addresses over keys, the same on every machine and for ever.
struct XXHash64 {
  private static let primes: [UInt64] = [
    0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63, 0x27D4_EB2F_1656_67C5,
  ]

  /// Hashes the bytes.
  static func digest(_ bytes: [UInt8]) -> UInt64 {
    var start = 0
    var hash = primes[4]
    if bytes.count >= 32 {
      var lanes = [primes[0] &+ primes[1], primes[1], 0, 0 &- primes[0]]
      while bytes.count - start >= 32 {
        for lane in 0..<4 { lanes[lane] = round(lanes[lane], word(bytes, at: start + 8 * lane, width: 8)) }
        start += 32
      }
      hash = merged(lanes)
    }
    hash &+= UInt64(bytes.count)
    return avalanche(absorb(bytes, from: start, into: hash))
  }

  private static func absorb(_ bytes: [UInt8], from start: Int, into hash: UInt64) -> UInt64 {
    var start = start
    var hash = hash
    while bytes.count - start >= 8 {
      hash = rotate(hash ^ round(0, word(bytes, at: start, width: 8)), 27) &* primes[0] &+ primes[3]
      start += 8
    }
    if bytes.count - start >= 4 {
      hash = rotate(hash ^ (word(bytes, at: start, width: 4) &* primes[0]), 23) &* primes[1] &+ primes[2]
      start += 4
    }
    for byte in bytes[start...] { hash = rotate(hash ^ (UInt64(byte) &* primes[4]), 11) &* primes[0] }
    return hash
  }

  private static func merged(_ lanes: [UInt64]) -> UInt64 {
    var hash = zip(lanes, [1, 7, 12, 18]).reduce(0) { $0 &+ rotate($1.0, $1.1) }
    for lane in lanes { hash = (hash ^ round(0, lane)) &* primes[0] &+ primes[3] }
    return hash
  }

  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotate(lane &+ (word &* primes[1]), 31) &* primes[0]
  }

  private static func avalanche(_ hash: UInt64) -> UInt64 {
    var hash = (hash ^ (hash >> 33)) &* primes[1]
    hash = (hash ^ (hash >> 29)) &* primes[2]
    return hash ^ (hash >> 32)
  }

  private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }

  private static func word(_ bytes: [UInt8], at start: Int, width: Int) -> UInt64 {
    bytes[start..<start + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
