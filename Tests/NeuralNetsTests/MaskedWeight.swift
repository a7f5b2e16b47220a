import NeuralNets
import Randomness
import Specifications

/// One weight under a mask, its number put together bit by bit from its address as `docs/randomness.md` says.
struct MaskedWeight {
  var source: NoiseSource
  var example: UInt32
  var inputs: Int

  /// r / p of the weight from an input to an output.
  func factor(_ rate: Rate, output: Int, input: Int) -> Double {
    let place = (output / 16 * inputs + input) * 16 + output % 16
    let number = (0..<24).reduce(UInt32(0)) { number, plane in
      let words = source.stream.words(block: place / 128 + plane << 27, example: Int(example), step: source.step)
      return number << 1 | words[place / 32 % 4] >> (place % 32) & 1
    }
    return Double(number) < (rate.retention * 0x1p24).rounded(.up) ? 1 / rate.retention : 0
  }
}
