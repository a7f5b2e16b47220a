import CKernels
import Randomness
import Specifications
import Tensors

/// Vectors for symbols: y = W[symbol], rows of step · examples + example.
///
/// Its dropout drops words: every occurrence of a word in a sequence is zero, or all are divided by the retention
/// (Gal & Ghahramani 2016, section 4.2); the unit at the site `<layer>.words` is the word. A class because it owns
/// weights.
package final class EmbeddingLayer {
  package let name: String
  package let steps: Int
  package let words: Int
  package let wordNoise: NoiseSite
  private let table: LearnedTable
  private let symbols: UnsafeMutableBufferPointer<UInt32>

  /// Lays the layer out for batches of up to `capacity` sequences; first vectors are normal with this deviation.
  package init(
    name: String, steps: Int, words: Int, width: Int, rate: Rate = Rate(0), curve: RateCurve? = nil,
    deviation: Double = 1,
    capacity: Int, learning: Learning, plan: ReplicatePlan
  ) {
    (self.name, self.steps, self.words) = (name, steps, words)
    let first = Initialization.gaussian(deviation: deviation)
    table = LearnedTable(
      name: "\(name).weight", rows: words, columns: width,
      values: first.weights(inputs: width, outputs: words, from: plan.initialization(layer: name)), learning: learning)
    wordNoise = NoiseSite(
      name: "\(name).words", dropout: ScheduledRate(rate, curve).masks, units: words, capacity: capacity)
    symbols = .allocate(capacity: capacity * steps)
  }

  deinit { symbols.deallocate() }

  /// The vectors, [words × width].
  package var weight: Parameter { table.parameter }
  package var parameters: [Parameter] { [weight] }
  /// The shape of one example behind the layer.
  package var output: MapShape { MapShape(height: steps, channels: table.rows.columns) }

  // MARK: Forward

  /// Looks up the symbols in the only column of `input`, whole numbers of 0 ..< words.
  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch) {
    let examples = batch.examples.count
    let rows = examples * steps
    precondition(rows <= symbols.count, "\(rows) symbols do not fit into \(symbols.count)")
    guard let base = symbols.baseAddress else { return }
    let read = dl_read_symbols(input.base, rows, words, base)
    precondition(read == rows, "\(input.base[min(read, rows - 1) * 16]) is none of \(words) symbols")
    table.refresh()
    wordNoise.prepare(batch.pass, examples: batch.examples)
    var noise = wordNoise.noise
    dl_embed(
      table.rows.base, words, output.panels, base, rows, examples, &noise, output.base, DL_PATH_FASTEST)
  }

  // MARK: Pullback

  /// dW[word] = Σ over the word's occurrences of dy; symbols have no gradient.
  package func pullback(_ gradient: PanelMatrix, examples: Int) {
    var noise = wordNoise.noise
    guard let base = symbols.baseAddress else { return }
    table.storeGradient { to in
      dl_embed_gradient(
        gradient.base, words, gradient.panels, base, examples * steps, examples, &noise, to, DL_PATH_FASTEST)
    }
  }
}
