import Testing

@testable import Randomness

/// Addresses and their keys: published hash vectors, no collisions, and keys pinned for ever.
struct RandomPlanTests {
  static func hash(_ text: String) -> UInt64 { XXHash64.digest(Array(text.utf8)) }

  /// Vectors of XXH64 with seed 0; the last is longer than one stripe of 32 bytes.
  @Test
  func `the hash meets the published vectors`() {
    #expect(Self.hash("") == 0xef46_db37_51d8_e999)
    #expect(Self.hash("a") == 0xd24e_c4f1_a98c_6e5b)
    #expect(Self.hash("abc") == 0x44bc_2cf5_ad77_0999)
    #expect(Self.hash("Nobody inspects the spammish repetition") == 0xfbce_a83c_8a37_8bf1)
  }

  @Test
  func `canonical bytes are fixed words and lengths before names`() {
    let address = StreamAddress(seed: 0x0102, root: .replicate, replicate: 3, purpose: "noise", path: "ä", number: 5)
    let expected: [UInt8] =
      [2] + [2, 1, 0, 0, 0, 0, 0, 0] + [3, 0, 0, 0, 0, 0, 0, 0] + [5, 0, 0, 0, 0, 0, 0, 0]
      + [5, 0, 0, 0, 0, 0, 0, 0] + Array("noise".utf8) + [2, 0, 0, 0, 0, 0, 0, 0] + [0xc3, 0xa4]
    #expect(address.canonicalBytes == expected)
  }

  @Test
  func `no two addresses of a big grid share a key`() {
    var keys: [UInt64] = []
    for seed in [0, 1, 2, 1_234_567, UInt64.max] {
      let plan = RandomPlan(seed: seed)
      for name in ["", "synthesis", "validation", "test", "subset"] {
        keys += [plan.dataset(name).key, plan.resampling(name).key]
      }
      for index in 0..<20 { keys += Self.keys(of: plan.replicate(index)) }
    }
    #expect(keys.count > 6_000)
    #expect(Set(keys).count == keys.count)
    #expect(Set(keys.map { UInt32(truncatingIfNeeded: $0) }).count > keys.count - 20, "low halves spread as well")
  }

  private static func keys(of replicate: ReplicatePlan) -> [UInt64] {
    var keys = [replicate.subset.key, replicate.augmentation.key]
    keys += (0..<20).map { replicate.shuffling(epoch: $0).key }
    for layer in ["input", "hidden1", "hidden2", "hidden11", "output"] {
      keys += [replicate.initialization(layer: layer).key, replicate.noise(layer: layer).key]
      keys += (0..<6).map { replicate.sampling(layer: layer, sample: $0).key }
    }
    return keys
  }

  @Test
  func `names cannot run into each other`() {
    let one = StreamAddress(seed: 0, root: .replicate, purpose: "noise", path: "ab").stream
    let other = StreamAddress(seed: 0, root: .replicate, purpose: "noisea", path: "b").stream
    #expect(one != other)
  }

  /// Keys may never change: published archives depend on them.
  @Test
  func `keys and words are pinned`() {
    let plan = RandomPlan(seed: 42)
    let replicate = plan.replicate(3)
    #expect(plan.dataset("synthesis").key == 0x2959_a404_2d3e_fe84)
    #expect(plan.resampling("interval").key == 0xb199_6e0a_a29a_f82c)
    #expect(replicate.subset.key == 0x8706_123f_6957_8e63)
    #expect(replicate.augmentation.key == 0x16a8_8dbd_6261_96a6)
    #expect(replicate.initialization(layer: "hidden1").key == 0x9b23_b26a_b2cf_227b)
    #expect(replicate.shuffling(epoch: 7).key == 0x139b_ca76_1888_1146)
    #expect(replicate.noise(layer: "hidden1").key == 0xb0a8_5f2f_f1f7_ed24)
    #expect(replicate.sampling(layer: "hidden1", sample: 9).key == 0x18d8_8060_5118_5925)
    #expect(
      replicate.noise(layer: "hidden1").words(block: 5, example: 123, step: 1 << 33)
        == SIMD4(3_780_970_189, 3_294_640_961, 1_693_014_374, 1_965_426_508))
  }
}
