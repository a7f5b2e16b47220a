import Experiments
import Testing

/// A stream of numbers that is the same in every run (Knuth's MMIX constants).
private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

struct MutationTests {
  private static let pieces: [Unicode.Scalar] = Array(
    "{}[]:,&*!|>'\"%@`#?- \n\t0123456789.eE+-~abcxyz\u{0}\u{e9}\u{2028}\u{feff}\u{1f600}".unicodeScalars)

  @Test(arguments: 0..<8)
  func `whatever is typed is read or refused, never a crash`(seed: Int) {
    var numbers = Numbers(state: UInt64(seed))
    for _ in 0..<25 {
      var scalars = Array(Sample.text.unicodeScalars)
      for _ in 0..<Int.random(in: 1...6, using: &numbers) { Self.mutate(&scalars, &numbers) }
      let text = String(String.UnicodeScalarView(scalars))
      let said = Sample.problems(text)
      #expect(said == "no problem" || said.split(separator: "\n").allSatisfy { $0.hasPrefix("a.yaml:") }, "\(said)")
    }
  }

  @Test(arguments: 0..<4)
  func `whatever is typed as an override is read or refused`(seed: Int) {
    var numbers = Numbers(state: UInt64(seed) + 1000)
    let overrides = ["trial.training.epochs=2,4", "~tune.seeds", "+keep=weights", "trial.x=range(1,5,0.5)", "a.b.c={}"]
    for _ in 0..<25 {
      var scalars = Array(overrides[Int.random(in: 0..<overrides.count, using: &numbers)].unicodeScalars)
      for _ in 0..<Int.random(in: 1...3, using: &numbers) { Self.mutate(&scalars, &numbers) }
      #expect(!Sample.problems(Sample.text, [String(String.UnicodeScalarView(scalars))]).isEmpty)
    }
  }

  private static func mutate(_ scalars: inout [Unicode.Scalar], _ numbers: inout Numbers) {
    guard !scalars.isEmpty else { return }
    let index = Int.random(in: 0..<scalars.count, using: &numbers)
    let other = Int.random(in: 0..<scalars.count, using: &numbers)
    switch Int.random(in: 0..<4, using: &numbers) {
    case 0: scalars.remove(at: index)
    case 1: scalars.insert(pieces[Int.random(in: 0..<pieces.count, using: &numbers)], at: index)
    case 2: scalars[index] = pieces[Int.random(in: 0..<pieces.count, using: &numbers)]
    default:
      scalars.insert(contentsOf: scalars[min(index, other)..<min(max(index, other), min(index, other) + 40)], at: index)
    }
  }
}
