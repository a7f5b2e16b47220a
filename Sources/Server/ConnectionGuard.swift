import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes connections of clients that send too slowly, too much, or take nothing.
///
/// A class because the channel keeps it and it keeps timers. Heads of requests that do not come to an end are closed by
/// the idle timeout before they come here.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private var arrival: Scheduled<Void>?
  private var stalled: Scheduled<Void>?
  private var bytes = 0
  private var isLast = false

  /// What the library does not pass on is looked at before it comes here.
  func handlerAdded(context: ChannelHandlerContext) {
    do { try TargetGuard.add(to: context.pipeline) } catch { context.fireErrorCaught(error) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      bytes = 0
      arrival?.cancel()
      arrival = close(context, after: Limits.arrival)
    case .body(let part):
      bytes += part.readableBytes
      guard bytes <= Limits.body else { return context.close(promise: nil) }
    case .end:
      arrival?.cancel()
      arrival = nil
    }
    context.fireChannelRead(data)
  }

  /// A response that says so is the last one of its connection.
  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let head):
      isLast = head.headerFields[.connection] == "close"
      context.write(data, promise: promise)
    case .body: context.write(data, promise: promise)
    case .end:
      context.write(data, promise: promise)
      guard isLast else { return }
      context.flush()
      context.close(mode: .all, promise: nil)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    stalled?.cancel()
    stalled = context.channel.isWritable ? nil : close(context, after: Limits.stalled)
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { stop() }

  private func stop() {
    arrival?.cancel()
    stalled?.cancel()
    (arrival, stalled) = (nil, nil)
  }

  private func close(_ context: ChannelHandlerContext, after seconds: Int) -> Scheduled<Void> {
    let channel = context.channel
    return context.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) { channel.close(promise: nil) }
  }
}
