with

processing as (
    select * from {{ ref('fab_generator_processing') }}
),

products as (
    select * from {{ ref('fab_products') }}
),

driven as (
    select
        processing.*,
        products.gross_die,
        products.area_cm2,
        products.y_sys,
        products.yield_nominal,
        products.yield_limit,
        products.alpha,
        (
            {%- for effect in assay.fab_effect_list() %}
            {{ '+ ' if not loop.first }}{{ effect.sql }}
            {%- endfor %}
        ) as effect_log_density,
        (
            0
            {%- for excursion in assay.fab_excursion_list() %}
            + (case when {{ excursion.condition }} then {{ excursion.log_density }} else 0 end)
            {%- endfor %}
        ) as excursion_log_density,
        products.d0_inf + (products.d0_start - products.d0_inf)
        * exp(-processing.decided_day / products.tau_days) as learning_density
    from processing
    inner join products
        on processing.product = products.product
),

drawn as (
    select
        *,
        learning_density * exp(effect_log_density + excursion_log_density) as expected_density,
        {{ assay.fab_uniform(assay.fab_draw('wafer_key', 'first cluster')) }} as cluster_draw1,
        {{ assay.fab_uniform(assay.fab_draw('wafer_key', 'second cluster')) }} as cluster_draw2,
        {{ assay.fab_draw('wafer_key', 'good die') }} as good_die_draw,
        {{ assay.fab_uniform(assay.fab_draw('wafer_key', 'sort delay')) }} as delay_draw
    from driven
),

dense as (
    select
        *,
        expected_density * -0.5 * (ln(cluster_draw1) + ln(cluster_draw2)) as defect_density,
        decided_day + 30 + 15 * delay_draw as sorted_day
    from drawn
),

survived as (
    select
        *,
        y_sys * exp(-area_cm2 * defect_density) as die_yield
    from dense
),

counted as (
    select
        *,
        -- The binomial count as a rounded normal, its third moment is lost in hundreds of dies.
        cast(least(gross_die, greatest(0, round(
            gross_die * die_yield
            + sqrt(gross_die * die_yield * (1 - die_yield))
            * {{ assay.fab_normal('good_die_draw') }}
        ))) as integer) as good_die
    from survived
),

wafers as (
    select
        wafer_number,
        wafer_key,
        lot_number,
        lot_id,
        wafer_id,
        product,
        slot,
        {%- for step in assay.fab_step_list() %}
        {{ step.name }}_tool,
        {{ step.name }}_chamber,
        {{ step.name }}_z1,
        {{ step.name }}_z2,
        {{ step.name }}_z3,
        {{ step.name }}_z4,
        {{ step.name }}_sensor_state,
        {{ step.name }}_queue_hours,
        {{ step.name }}_day,
        {{ step.name }}_pm_age_wafers,
        {%- endfor %}
        area_cm2,
        y_sys,
        alpha,
        yield_nominal,
        yield_limit,
        learning_density,
        effect_log_density,
        excursion_log_density,
        expected_density,
        defect_density,
        gross_die,
        good_die,
        good_die / cast(gross_die as double) as sort_yield,
        pilot_treated,
        decided_day,
        sorted_day
    from counted
)

select * from wafers
