package io.x0tta6bl4.pqc.stub;

import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.engine.ProvenPqc;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Has the lengths and the errors of the real thing and protects nothing: whoever knows the public key can sign and open. A
 * production node refuses it, because its bundle requires the profile {@code lab}.
 */
@Component(
        service = {Pqc.class, SelfTest.class},
        property = {"x0.capability=pqc", "x0.name=stub", "service.ranking:Integer=-1000"})
public final class StubPqc extends ProvenPqc {

    @Activate
    public StubPqc() {
        super(new StubEngine());
    }

    @Override
    protected boolean pretends() {
        return true;
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "be a stub", () -> algorithms().size() + " algorithms, none of which protects anything");
    }
}
