import Specifications

/// A convolutional network: convolutions with activation and pooling, then dense layers, then a linear output layer.
///
/// LeNet-like (LeCun et al. 1998). Per convolution: convolution → (batch normalisation) → activation → pooling → noise.
package struct CNNSpec: Hashable, Sendable {
  package var convolutions: [ConvolutionSpec]
  /// Units of the dense layers between the maps and the output.
  package var hidden: [Int]
  package var head: MapHead
  package var batchNorm: Bool
  package var activation: Activation
  package var initialization: Initialization

  package init(
    convolutions: [ConvolutionSpec], hidden: [Int] = [], head: MapHead = .flatten, batchNorm: Bool = false,
    activation: Activation = .relu, initialization: Initialization = .he
  ) {
    self.convolutions = convolutions
    self.hidden = hidden
    self.head = head
    self.batchNorm = batchNorm
    self.activation = activation
    self.initialization = initialization
  }
}

/// One convolution with what follows it.
package struct ConvolutionSpec: Hashable, Sendable {
  package var channels: Int
  package var kernel: Int
  package var stride: Int
  package var padding: Int
  package var pool: PoolSpec

  package init(channels: Int, kernel: Int, stride: Int = 1, padding: Int = 0, pool: PoolSpec = .none) {
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.pool = pool
  }
}

/// Pooling over square windows.
package enum PoolSpec: Hashable, Sendable {
  case none
  case max(size: Int, stride: Int)
  case average(size: Int, stride: Int)
}

/// How maps become the rows that dense layers read.
package enum MapHead: Hashable, Sendable {
  /// Every position of every channel.
  case flatten
  /// The average of each channel over all positions.
  case average
}

// MARK: - Reading

extension CNNSpec {
  static let choice = Choice<NetworkSpec>(
    "cnn", "Convolutions with activation and pooling, then dense layers.",
    formula: "h = pool(a(norm(W ∗ h + b))) per convolution; y = W h + b", source: "LeCun et al. 1998",
    example: "{ cnn: { convolutions: [{ channels: 32, kernel: 5, pool: { max: { size: 2 } } }], hidden: [128] } }",
    read: { map in
      let convolutions = map.required(
        "convolutions", [ConvolutionSpec].self, in: Bounds("a list of at least one convolution") { !$0.isEmpty })
      let hidden = map.optional("hidden", default: [Int](), in: MLPSpec.layerSizes)
      let head = map.optional("head", default: MapHead.flatten)
      let batchNorm = map.optional("batchNorm", default: false)
      let activation = map.optional("activation", default: Activation.relu)
      let initialization = map.optional("initialization", default: Initialization.he)
      guard let convolutions, let hidden, let head, let batchNorm, let activation, let initialization else {
        return nil
      }
      return .cnn(
        CNNSpec(
          convolutions: convolutions, hidden: hidden, head: head, batchNorm: batchNorm, activation: activation,
          initialization: initialization))
    },
    write: { network in
      guard case .cnn(let spec) = network else { return nil }
      var parameters = [("convolutions", spec.convolutions.node)]
      if !spec.hidden.isEmpty { parameters.append(("hidden", spec.hidden.node)) }
      if spec.head != .flatten { parameters.append(("head", spec.head.node)) }
      if spec.batchNorm { parameters.append(("batchNorm", spec.batchNorm.node)) }
      if spec.activation != .relu { parameters.append(("activation", spec.activation.node)) }
      if spec.initialization != .he { parameters.append(("initialization", spec.initialization.node)) }
      return parameters
    })
}

extension ConvolutionSpec: Specified {
  package static let allowed = "the block convolution"

  private static let kernels = Bounds<Int>("a whole number from 1 to 15") { (1...15).contains($0) }

  package static func read(_ node: SpecNode, _ problems: Problems) -> ConvolutionSpec? {
    guard var map = MapReader(node, of: "convolution", problems) else { return nil }
    let channels = map.required("channels", Int.self, in: .size)
    let kernel = map.required("kernel", Int.self, in: kernels)
    let stride = map.optional("stride", default: 1, in: kernels)
    let padding = map.optional(
      "padding", default: 0, in: Bounds<Int>("a whole number from 0 to 7") { (0...7).contains($0) })
    let pool = map.optional("pool", default: PoolSpec.none)
    map.finish()
    guard let channels, let kernel, let stride, let padding, let pool else { return nil }
    return ConvolutionSpec(channels: channels, kernel: kernel, stride: stride, padding: padding, pool: pool)
  }

  package var node: SpecNode {
    var entries = [("channels", channels.node), ("kernel", kernel.node)]
    if stride != 1 { entries.append(("stride", stride.node)) }
    if padding != 0 { entries.append(("padding", padding.node)) }
    if pool != .none { entries.append(("pool", pool.node)) }
    return .map(entries)
  }
}

extension PoolSpec: Chosen {
  package static let noun = "pooling"
  private static let sizes = Bounds<Int>("a whole number from 1 to 15") { (1...15).contains($0) }

  package static let choices: [Choice<PoolSpec>] = [
    Choice("none", .none, "Maps go on as they are."),
    windows("max", "The largest value of each window.", make: { .max(size: $0, stride: $1) }) {
      if case .max(let size, let stride) = $0 { (size, stride) } else { nil }
    },
    windows("average", "The mean of each window.", make: { .average(size: $0, stride: $1) }) {
      if case .average(let size, let stride) = $0 { (size, stride) } else { nil }
    },
  ]

  private static func windows(
    _ name: String, _ summary: String, make: @escaping @Sendable (Int, Int) -> PoolSpec,
    parts: @escaping @Sendable (PoolSpec) -> (size: Int, stride: Int)?
  ) -> Choice<PoolSpec> {
    Choice(
      name, summary, example: "{ \(name): { size: 2 } }",
      read: { map in
        guard let size = map.required("size", Int.self, in: sizes),
          let stride = map.ifPresent("stride", Int.self, in: sizes)
        else { return nil }
        return make(size, stride ?? size)
      },
      write: { pool in
        parts(pool).map { parts in
          [("size", parts.size.node)] + (parts.stride == parts.size ? [] : [("stride", parts.stride.node)])
        }
      })
  }
}

extension MapHead: Chosen {
  package static let noun = "head"
  package static let choices: [Choice<MapHead>] = [
    Choice("flatten", .flatten, "Every position of every channel is an input of the dense layers."),
    Choice("average", .average, "The mean of each channel over all positions is.", source: "Lin, Chen & Yan 2014"),
  ]
}
