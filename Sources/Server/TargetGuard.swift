import NIOCore
import NIOHTTP1

/// Sees requests before the library has taken parts of them away.
///
/// A target may name a host itself (RFC 9112, section 3.2.2); where that is not the one of the field `Host`, neither passes the
/// gate. A method that the parser does not know is answered like the others that are not allowed.
final class TargetGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// Puts one behind the parser of a channel, on whose loop this is called.
  static func add(to pipeline: ChannelPipeline) throws {
    let pipeline = pipeline.syncOperations
    let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(TargetGuard(), position: .after(parser))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data), let authority = Self.authority(of: head.uri) else {
      return context.fireChannelRead(data)
    }
    if head.headers["Host"].map({ $0.lowercased() }) != [authority.lowercased()] {
      // A name that nobody has (RFC 2606).
      head.headers.replaceOrAdd(name: "Host", value: "two-hosts.invalid")
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError, error == .invalidMethod else { return context.fireErrorCaught(error) }
    let answer = WebResponse.notAllowed("this method").secured()
    var head = HTTPResponseHead(version: .http1_1, status: .methodNotAllowed)
    for (name, value) in answer.fields { head.headers.add(name: name, value: value) }
    head.headers.replaceOrAdd(name: "Content-Length", value: "\(answer.bytes.count)")
    head.headers.replaceOrAdd(name: "Connection", value: "close")
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.bytes)))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(promise: nil)
  }

  /// The host that an absolute target names; nil of one that is a path.
  static func authority(of target: String) -> String? {
    guard !target.hasPrefix("/"), let start = target.firstRange(of: "://")?.upperBound else { return nil }
    return String(target[start...].prefix { !"/?#".contains($0) })
  }
}
