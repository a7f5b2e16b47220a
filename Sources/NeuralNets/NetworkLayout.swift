import CKernels
import Randomness
import Specifications
import Tensors

/// What laying out a network's stages needs to know beside its kind: the rest of the trial and the room it has.
package struct NetworkLayout {
  package let dropout: DropoutPlacement
  package let regularization: Regularization
  package let learning: Learning
  /// Steps at which the network answers: one, or one per symbol of a sequence.
  package let steps: Int
  /// The most examples of a batch.
  package let capacity: Int
  package let plan: ReplicatePlan
  /// Examples of the training set, over which penalties of learned rates are spread.
  package let trainingExamples: Int
  /// What training minimises; nil where nothing depends on it.
  package let loss: Loss?
  /// Whether the input has noise that learns, so that its gradient is wanted.
  var learnsInput: Bool { dropout.input.learned != nil }

  package init(
    dropout: DropoutPlacement, regularization: Regularization, optimizer: Optimizer, steps: Int = 1, capacity: Int,
    trainingExamples: Int = 1, keepsGradients: Bool = false, loss: Loss? = nil, plan: ReplicatePlan
  ) {
    self.dropout = dropout
    self.regularization = regularization
    self.loss = loss
    let keepsGradients = keepsGradients || regularization.clipNorm != nil || regularization.explicitDropout != nil
    learning = Learning(optimizer, keepsGradients: keepsGradients)
    self.steps = steps
    self.capacity = capacity
    self.trainingExamples = trainingExamples
    self.plan = plan
  }

  /// Makes a dense layer with first weights from its own stream.
  func dense(
    _ name: String, _ inputs: Int, to outputs: Int, positions: Int = 1, isFirst: Bool = false,
    _ initialization: Initialization
  ) -> DenseLayer {
    DenseLayer(
      name: name, inputs: inputs, outputs: outputs, positions: positions, isFirst: isFirst && !learnsInput,
      capacity: capacity, initialization: initialization, learning: learning, plan: plan)
  }

  /// Makes dense layer `index` of the hidden ones, with dropout of its weights where that is asked for.
  func hidden(
    _ name: String, _ index: Int, _ inputs: Int, to outputs: Int, isFirst: Bool, _ initialization: Initialization
  ) -> Layer {
    let dropout = dropout.weights.dropout(at: index)
    switch dropout.variant {
    case .dropConnect(let connect) where connect.rate.dropping > 0:
      return .dropConnect(
        DropConnectLayer(
          name: name, inputs: inputs, outputs: outputs, dropout: connect, curve: dropout.curve,
          isFirst: isFirst && !learnsInput, capacity: capacity, initialization: initialization, learning: learning,
          plan: plan))
    case .gaussianDropConnect(let rate):
      let rate = ScheduledRate(rate, dropout.curve)
      return sums(name, inputs, to: outputs, rate: rate, isFirst: isFirst, initialization)
    case .none, .dropConnect, .fast, .scheduled:
      return reader(name, dropout, inputs, to: outputs, isFirst: isFirst, initialization)
    }
  }

  /// Makes a dense layer of any place, with fast dropout of what it reads where that is asked for.
  private func reader(
    _ name: String, _ dropout: WeightDropout, _ inputs: Int, to outputs: Int, isFirst: Bool,
    _ initialization: Initialization
  ) -> Layer {
    guard case .fast(let input, let hidden) = dropout.variant else {
      return .dense(dense(name, inputs, to: outputs, isFirst: isFirst, initialization))
    }
    let rate = ScheduledRate(isFirst ? input : hidden, dropout.curve)
    return sums(name, inputs, to: outputs, rate: rate, isFirst: isFirst, initialization)
  }

  /// Makes the dense layer that answers, with the penalty of dropout ahead of it where that is asked for.
  func answering(
    _ name: String, _ inputs: Int, to outputs: Int, isFirst: Bool, isContrast: Bool = false,
    _ initialization: Initialization
  ) -> Layer {
    let layer = reader(name, onOutput, inputs, to: outputs, isFirst: isFirst, initialization)
    guard case .dense(let dense) = layer, let rate = regularization.explicitDropout, let loss else { return layer }
    dense.explicitDropout = ExplicitDropout(
      rate: rate, curvature: isContrast ? DL_CURVATURE_LOGISTIC : loss.curvature, inputs: inputs, outputs: outputs,
      capacity: capacity)
    return layer
  }

  /// The dropout of the weights of the layer that answers: the single entry, or that of a list behind all hidden layers.
  private var onOutput: WeightDropout {
    switch dropout.weights {
    case .same(let entry): entry
    case .each(let entries): entries.last.flatMap { entries.contains(where: \.actsOnOutput) ? $0 : nil } ?? .none
    }
  }

  /// Makes a dense layer with noise on its sums, a plain one where the rate is 0.
  private func sums(
    _ name: String, _ inputs: Int, to outputs: Int, rate: ScheduledRate, isFirst: Bool, _ initialization: Initialization
  ) -> Layer {
    guard rate.dropping > 0 else {
      return .dense(dense(name, inputs, to: outputs, isFirst: isFirst, initialization))
    }
    return .gaussianSum(
      GaussianSumLayer(
        name: name, inputs: inputs, outputs: outputs, rate: rate, isFirst: isFirst && !learnsInput,
        capacity: capacity, initialization: initialization, learning: learning, plan: plan))
  }

  /// Makes the gate of residual block `block`, counted from 1, of so many; `layer` names the layer it is part of.
  func gate(_ name: String, layer: String? = nil, block: Int, of count: Int) -> ResidualGate {
    let residual = dropout.residual.dropout(ofBlock: block, of: count)
    return ResidualGate(
      name: name, address: residual.gatesLayers ? layer.map { "\($0).gate" } : nil,
      survival: residual.survival(ofBlock: block, of: count), capacity: capacity)
  }

  /// Makes a site of noise, whose rate may be learned.
  func site(_ name: String, _ dropout: Dropout, shape: MapShape) -> NoiseSite {
    NoiseSite(
      name: name, dropout: dropout, shape: shape, capacity: capacity, learning: learning,
      trainingExamples: trainingExamples)
  }

  /// Makes an activation with the noise of a site after it.
  func activation(
    _ activation: Activation, site: String, _ dropout: Dropout = .none, shape: MapShape
  ) -> Layer {
    .activation(
      ActivationSite(
        activation: activation, noise: self.site(site, dropout, shape: shape),
        sparsity: regularization.sparsity, capacity: capacity))
  }

  /// Makes a convolution with first weights from its own stream.
  func convolution(
    _ name: String, _ input: MapShape, to outputs: Int, kernel: Int, stride: Int = 1, padding: Int,
    isFirst: Bool = false,
    hasBias: Bool, _ initialization: Initialization
  ) -> ConvolutionLayer {
    ConvolutionLayer(
      name: name,
      shape: ConvolutionShape(
        height: input.height, width: input.width, inputs: input.channels, outputs: outputs, kernel: kernel,
        stride: stride, padding: padding),
      source: isFirst ? .image : .maps, hasBias: hasBias,
      initialization: initialization, learning: learning, plan: plan)
  }

  /// Makes a batch normalisation of maps.
  func batchNorm(_ name: String, _ shape: MapShape) -> Layer {
    .batchNorm(BatchNormLayer(name: name, shape: shape, learning: learning))
  }

  /// Makes a normalisation over the channels of every position.
  func layerNorm(_ name: String, _ shape: MapShape) -> Layer {
    .layerNorm(LayerNormLayer(name: name, shape: shape, capacity: capacity, learning: learning))
  }

  /// Makes a global average over all positions.
  func globalAverage(_ shape: MapShape) -> Layer {
    .pooling(
      PoolingLayer(
        .average, shape: PoolingShape(globalOver: shape.height, shape.width, channels: shape.channels),
        capacity: capacity))
  }
}
