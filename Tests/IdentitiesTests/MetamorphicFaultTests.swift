import NeuralNets
import Randomness
import Specifications
import Testing

@testable import Identities

/// Each identity of one setting against another fails for the fault that it is there to see, and others do not.
struct MetamorphicFaultTests {
  static let metamorphic = Identity.all.map(\.id).filter { $0.hasPrefix("M") }

  static func noticing(_ subject: Subject) throws -> [String] {
    try IdentityTests.noticing(subject, among: metamorphic)
  }

  /// The package with other dropout than it was asked for.
  static func subject(placing change: @escaping @Sendable (inout DropoutPlacement) -> Void) -> Subject {
    var subject = Subject.current
    subject.placement = { asked in
      var placed = asked
      change(&placed)
      return placed
    }
    return subject
  }

  /// The package with another variant at a site.
  static func subject(drawing change: @escaping @Sendable (Dropout) -> Dropout?) -> Subject {
    var subject = Subject.current
    subject.factors = { request in
      guard let dropout = change(request.dropout) else { return request.factors }
      var other = request
      other.dropout = dropout
      return other.factors
    }
    return subject
  }

  @Test func `noise of a neutral variant is seen`() throws {
    let subject = Self.subject { placed in
      guard placed.hidden == .same(.uniform(spread: 0)) else { return }
      placed.hidden = .same(.uniform(spread: 1e-3))
    }
    #expect(try Self.noticing(subject) == ["M01"])
  }

  @Test func `a zoneout, a word and a head that are dropped at rate 0 are seen`() throws {
    let zoneout = Self.subject { placed in
      guard case .same(var own)? = placed.recurrent, case .zoneout = own.state else { return }
      own.state = .zoneout(cell: Rate(0), hidden: Rate(0.1))
      placed.recurrent = .same(own)
    }
    let word = Self.subject { placed in
      if placed.embedding?.words.curve == nil { placed.embedding?.words = ScheduledRate(Rate(0.4)) }
    }
    let head = Self.subject { placed in
      guard case .same(let own)? = placed.attention, own.weights.curve == nil, own.heads.curve == nil else { return }
      placed.attention = .same(AttentionDropout(heads: Rate(0.2)))
    }
    for subject in [zoneout, word, head] { #expect(try Self.noticing(subject) == ["M02"]) }
  }

  @Test func `a branch that may be skipped although it survives with probability 1 is seen`() throws {
    let linear = Self.subject { placed in
      guard case .same(.stochasticDepth(var depth)) = placed.residual, depth.survival == .linear(last: 1) else {
        return
      }
      depth.survival = .linear(last: 0.5)
      placed.residual = .same(.stochasticDepth(depth))
    }
    let layers = Self.subject { placed in
      guard case .same(.layerDrop) = placed.residual else { return }
      placed.residual = .same(.layerDrop(rate: Rate(0.3)))
    }
    for subject in [linear, layers] { #expect(try Self.noticing(subject) == ["M03"]) }
  }

  @Test func `a gate per example that is scaled otherwise is seen`() throws {
    let subject = Self.subject { placed in
      guard case .same(.stochasticDepth(var depth)) = placed.residual, depth.gate == .example else { return }
      depth.convention = .classic
      placed.residual = .same(.stochasticDepth(depth))
    }
    #expect(try Self.noticing(subject) == ["M04"])
  }

  @Test func `a schedule that begins where it should end is seen`() throws {
    let subject = Self.subject { (dropout: Dropout) in
      guard case .scheduled(let variant, .early(let end)) = dropout else { return nil }
      return .scheduled(variant, .late(from: end))
    }
    #expect(try Self.noticing(subject) == ["M05"])
  }

  @Test func `spatial dropout that keeps with the rate of dropping is seen`() throws {
    let subject = Self.subject { (dropout: Dropout) in
      guard case .spatial(let rate) = dropout else { return nil }
      return .spatial(rate: Rate(rate.retention))
    }
    #expect(try Self.noticing(subject) == ["M06"])
  }

  @Test func `a block that is one position too large or too small is seen`() throws {
    let large = Self.subject { (dropout: Dropout) in
      guard case .dropBlock(let block) = dropout, block.size == 1 else { return nil }
      return .dropBlock(DropBlockNoise(rate: block.rate, size: 2, gamma: block.gamma, isShared: block.isShared))
    }
    let small = Self.subject { (dropout: Dropout) in
      guard case .dropBlock(let block) = dropout, block.size > 2 else { return nil }
      return .dropBlock(
        DropBlockNoise(rate: block.rate, size: block.size - 1, gamma: block.gamma, isShared: block.isShared))
    }
    #expect(try Self.noticing(large) == ["M07"])
    #expect(try Self.noticing(small) == ["M08"])
  }

  @Test func `a mask of weights that is transposed is seen`() throws {
    var subject = Subject.current
    subject.factors = { request in
      let found = request.factors
      guard request.site == "hidden1.weights", request.units == 210 else { return found }
      return found.indices.map { place in
        let unit = place % 210
        return found[place - unit + unit % 70 * 3 + unit / 70]
      }
    }
    #expect(try Self.noticing(subject) == ["M09"])
  }

  @Test func `a tied mask that inputs and state share is seen`() throws {
    var subject = Subject.current
    subject.sequences = { request in
      let factors = request.factors
      return SequenceFactors(input: factors.recurrent, recurrent: factors.recurrent)
    }
    #expect(try Self.noticing(subject) == ["M10"])
  }

  @Test func `a layer that has the dropout of the layer below is seen`() throws {
    let subject = Self.subject { placed in
      guard case .each(let entries)? = placed.attention else { return }
      placed.attention = .each(entries.indices.map { entries[max(0, $0 - 1)] })
    }
    #expect(try Self.noticing(subject) == ["M12"])
  }

  @Test func `attention whose schedule begins where it should end is seen`() throws {
    let subject = Self.subject { placed in
      guard case .same(let own)? = placed.attention, case .early(let end)? = own.weights.curve else { return }
      placed.attention = .same(
        AttentionDropout(weights: ScheduledRate(own.weights.rate, .late(from: end)), heads: own.heads))
    }
    #expect(try Self.noticing(subject) == ["M05"])
  }

  @Test func `a classic mask that is scaled is seen`() throws {
    let subject = Self.subject { (dropout: Dropout) in
      guard case .bernoulli(let rate, .classic) = dropout else { return nil }
      return .bernoulli(rate: rate, convention: .inverted)
    }
    #expect(try Self.noticing(subject) == ["M11"])
  }
}
