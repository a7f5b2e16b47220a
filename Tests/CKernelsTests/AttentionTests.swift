import CKernels
import Testing

struct AttentionTests {
  private struct Run: Equatable {
    var weights, context, projected: [Float]
  }

  private static let (positions, examples, heads, width) = (19, 3, 2, 20)

  private func run(_ path: dl_path, causal: Bool, noisy: Bool, cuts: [Int] = [0, 3]) -> Run {
    let (positions, heads, rows) = (Self.positions, Self.heads, Self.positions * Self.examples)
    let channels = heads * Self.width
    let projected = PanelFixture(rows: rows, columns: 3 * channels, seed: 1).panels().map { $0 * 4 }
    let slopes = PanelFixture(rows: rows, columns: channels, seed: 2).panels()
    let words = dl_mask_row_words(heads * positions * positions)
    let bits = (0..<Self.examples * words).map { UInt64($0 + 3) &* 0x9e37_79b9_7f4a_7c15 }
    let headBits: [UInt64] = [3, 1, 2]
    var scratch = [Float](repeating: .nan, count: dl_attention_scratch(positions, Self.width))
    var found = Run(
      weights: [Float](repeating: .nan, count: Self.examples * dl_attention_weights(positions, heads)),
      context: [Float](repeating: 0, count: dl_panels(channels) * rows * 16),
      projected: [Float](repeating: 0, count: projected.count))
    bits.withUnsafeBufferPointer { bits in
      headBits.withUnsafeBufferPointer { headBits in
        projected.withUnsafeBufferPointer { projected in
          scratch.withUnsafeMutableBufferPointer { scratch in
            found.weights.withUnsafeMutableBufferPointer { weights in
              found.context.withUnsafeMutableBufferPointer { context in
                let mask = dl_noise(
                  bits: bits.baseAddress, words: words, multipliers: nil, scale: 1.25, examples: 0, stride: 0)
                let headMask = dl_noise(
                  bits: headBits.baseAddress, words: 1, multipliers: nil, scale: 2, examples: 0, stride: 0)
                var pass = dl_attention(
                  positions: positions, examples: Self.examples, heads: heads, width: Self.width,
                  causal: causal ? 1 : 0, projected: projected.baseAddress, weights: weights.baseAddress,
                  context: context.baseAddress, noise: noisy ? mask : dl_no_noise(),
                  head_noise: noisy ? headMask : dl_no_noise(), scratch: scratch.baseAddress)
                for (first, last) in zip(cuts, cuts.dropFirst()) {
                  dl_attention_forward(&pass, first, last, path)
                  dl_attention_backward(&pass, slopes, &found.projected, first, last, path)
                }
              }
            }
          }
        }
      }
    }
    return found
  }

  @Test(arguments: [false, true], [false, true])
  func `every path and any split of the batch gives the same bits`(causal: Bool, noisy: Bool) {
    let expected = run(DL_PATH_PORTABLE, causal: causal, noisy: noisy)
    #expect((expected.weights + expected.context + expected.projected).allSatisfy { $0.isFinite })
    for path in ProductsTests.paths {
      #expect(run(path, causal: causal, noisy: noisy) == expected)
      #expect(run(path, causal: causal, noisy: noisy, cuts: [0, 1, 3]) == expected)
    }
  }
}
