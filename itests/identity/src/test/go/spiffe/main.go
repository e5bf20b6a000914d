// Fetches, verifies and validates by go-spiffe, unmodified, what the Workload API at SPIFFE_ENDPOINT_SOCKET hands out.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spiffe/go-spiffe/v2/bundle/jwtbundle"
	"github.com/spiffe/go-spiffe/v2/svid/jwtsvid"
	"github.com/spiffe/go-spiffe/v2/svid/x509svid"
	"github.com/spiffe/go-spiffe/v2/workloadapi"
)

func check(what string, err error) {
	if err != nil {
		fmt.Println("FAILED", what+":", err)
		os.Exit(1)
	}
	fmt.Println("held", what)
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	source, err := workloadapi.NewX509Source(ctx)
	check("an X509-SVID is fetched", err)
	defer source.Close()
	svid, err := source.GetX509SVID()
	check("it is "+svid.ID.String(), err)
	_, _, err = x509svid.Verify(svid.Certificates, source)
	check("its chain verifies", err)
	select {
	case <-source.Updated():
		check("a renewed one comes on the stream", nil)
	case <-ctx.Done():
		check("a renewed one comes on the stream", ctx.Err())
	}
	next, err := source.GetX509SVID()
	if err == nil && next.Certificates[0].Equal(svid.Certificates[0]) {
		err = fmt.Errorf("the same certificate")
	}
	check("it is another certificate", err)
	client, err := workloadapi.New(ctx)
	check("a client connects", err)
	defer client.Close()
	token, err := client.FetchJWTSVID(ctx, jwtsvid.Params{Audience: "reports"})
	check("a JWT-SVID is fetched", err)
	bundles, err := client.FetchJWTBundles(ctx)
	check("JWT bundles are fetched", err)
	var set *jwtbundle.Set = bundles
	_, err = jwtsvid.ParseAndValidate(token.Marshal(), set, []string{"reports"})
	check("the token verifies by them", err)
	_, err = client.ValidateJWTSVID(ctx, token.Marshal(), "reports")
	check("the Workload API accepts the token", err)
	_, err = client.ValidateJWTSVID(ctx, token.Marshal(), "billing")
	if err == nil {
		err = fmt.Errorf("it was accepted")
	} else {
		err = nil
	}
	check("the Workload API refuses it for another audience", err)
	_, err = client.FetchX509Bundles(ctx)
	check("X.509 bundles are fetched", err)
}
