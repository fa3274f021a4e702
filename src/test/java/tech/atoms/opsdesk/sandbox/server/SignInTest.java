package tech.atoms.opsdesk.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tech.atoms.opsdesk.sandbox.fault.Fault;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
  private static final String USER = "0d9f2c1e-6a0f-4c0e-9a52-6b1f6a4f0001";
  private static final String METADATA = "/.well-known/oauth-protected-resource/api/mcp";

  @SuppressWarnings("NullAway.Init") // set before all tests
  private RunningServer running;

  @BeforeAll
  void start() throws IOException {
    running = new RunningServer(RunningServer.Options.USUAL);
  }

  @AfterAll
  void stop() {
    running.close();
  }

  private JWTClaimsSet.Builder claims() {
    Instant now = running.clock.instant();
    return running
        .issuer
        .claims(USER, "ada@example.com", now)
        .expirationTime(Date.from(now.plusSeconds(3600)));
  }

  private RunningServer.Answer with(String token) {
    return running.rpc(token, "ping", Map.of());
  }

  private void refused(JWTClaimsSet claims, String why) {
    var answer = with(running.issuer.sign(claims));
    assertThat(answer.status()).as(why).isEqualTo(401);
    assertThat(answer.json().path("error_description").asText()).contains(why);
  }

  @Test
  void aGoodTokenIsAccepted() {
    assertThat(with(running.issuer.sign(claims().build())).status()).isEqualTo(200);
  }

  @Test
  void withoutATokenTheChallengeLeadsToTheIssuersKeys() {
    var answer = running.get("/api/mcp");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .startsWith("Bearer error=\"invalid_token\"")
        .endsWith("resource_metadata=\"" + running.server.baseUrl() + METADATA + "\"");
    for (String path : List.of(METADATA, "/.well-known/oauth-protected-resource")) {
      var document = running.get(path);
      assertThat(document.header("Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(document.json().path("resource").asText())
          .isEqualTo(running.server.resource().toString());
      assertThat(document.json().path("authorization_servers").path(0).asText())
          .isEqualTo(running.issuer.issuerUrl() + "/");
    }
    for (String path :
        List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
      assertThat(fromIssuer(path).path("issuer").asText())
          .isEqualTo(running.issuer.issuerUrl().toString());
    }
    var key = fromIssuer("/oauth2/jwks").path("keys").path(0);
    assertThat(key.path("alg").asText()).isEqualTo("RS256");
    assertThat(key.has("d")).as("the private part").isFalse();
  }

  private com.fasterxml.jackson.databind.JsonNode fromIssuer(String path) {
    URI url = running.issuer.issuerUrl().resolve(path);
    return running.send(new okhttp3.Request.Builder().url(url.toString()).build()).json();
  }

  @Test
  void aForgedSignatureIsRefused() throws ParseException {
    var forger = new Issuer(Issuer.newKey(), 0, running.clock);
    String unknownKey =
        new SignedJWT(
                SignedJWT.parse(forgedBy(forger)).getHeader().toBase64URL(),
                SignedJWT.parse(forgedBy(forger)).getPayload().toBase64URL(),
                SignedJWT.parse(forgedBy(forger)).getSignature())
            .serialize();
    assertThat(with(unknownKey).status()).isEqualTo(401);
    String good = running.issuer.sign(claims().build());
    String changed =
        new SignedJWT(
                SignedJWT.parse(good).getHeader().toBase64URL(),
                SignedJWT.parse(
                        running.issuer.sign(claims().subject(UUID.randomUUID().toString()).build()))
                    .getPayload()
                    .toBase64URL(),
                SignedJWT.parse(good).getSignature())
            .serialize();
    var answer = with(changed);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("error_description").asText()).contains("signature");
  }

  private String forgedBy(Issuer forger) {
    return forger.sign(claims().build());
  }

  @Test
  void noAlgorithmButRs256IsAccepted() throws JOSEException, ParseException {
    assertThat(with(new PlainJWT(claims().build()).serialize()).status()).isEqualTo(401);
    RSAKey publicKey = RSAKey.parse(RunningServer.KEY.reveal()).toPublicJWK();
    var confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(publicKey.getKeyID()).build(),
            claims().build());
    confused.sign(new MACSigner(publicKey.toRSAPublicKey().getEncoded()));
    var answer = with(confused.serialize());
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("error_description").asText()).contains("RS256");
    assertThat(with("rubbish").status()).isEqualTo(401);
  }

  @Test
  void wrongClaimsAreRefused() {
    refused(claims().issuer("https://elsewhere.example").build(), "another issuer");
    refused(claims().audience("127.0.0.1").build(), "another audience");
    refused(claims().claim("scope", "openid").build(), "misses a scope");
    refused(claims().subject(null).build(), "names no user");
    refused(claims().expirationTime(null).build(), "no exp");
  }

  @Test
  void timesAreCheckedWithHalfAMinuteOfLeeway() {
    Instant now = running.clock.instant();
    refused(claims().expirationTime(Date.from(now.minusSeconds(40))).build(), "expired");
    refused(claims().notBeforeTime(Date.from(now.plusSeconds(60))).build(), "not valid yet");
    refused(claims().issueTime(Date.from(now.plusSeconds(60))).build(), "in the future");
    refused(claims().issueTime(Date.from(now.minus(Duration.ofHours(25)))).build(), "older than");
    String within =
        running.issuer.sign(
            claims()
                .expirationTime(Date.from(now.minusSeconds(10)))
                .notBeforeTime(Date.from(now.plusSeconds(15)))
                .build());
    assertThat(with(within).status()).isEqualTo(200);
    String minted = running.issuer.token(USER, "ada@example.com", Duration.ofMinutes(-5));
    assertThat(with(minted).json().path("error_description").asText()).contains("expired");
  }

  @Test
  void expiredTokenAcceptedLetsExpiredTokensIn() {
    String token = running.issuer.token(USER, "ada@example.com", Duration.ofHours(-2));
    running.faults.set(Fault.EXPIRED_TOKEN_ACCEPTED, null, null);
    try {
      assertThat(with(token).status()).isEqualTo(200);
    } finally {
      running.faults.clear(Fault.EXPIRED_TOKEN_ACCEPTED);
    }
    assertThat(with(token).status()).isEqualTo(401);
  }
}
