with

compared_outcomes as (
    select * from {{ ref('assay_value__compared_outcomes') }}
),

cells as (
    select
        use_case,
        method,
        stratum,
        is_treated_arm,
        is_after,
        sign,
        count(*) as n,
        {{ assay.exact_sum('outcome') }} / count(*) as mean_outcome,
        {{ assay.exact_sum('covariate') }} / nullif(count(covariate), 0) as mean_covariate
    from compared_outcomes
    group by use_case, method, stratum, is_treated_arm, is_after, sign
),

-- With one mean per cell, the regression on the treatment has a closed form in every stratum: the
-- treatment's residual is its sign over the rows of the cell, on the scale of their harmonic sum.
strata as (
    select
        use_case,
        method,
        stratum,
        count(*) as cell_count,
        case method when 'difference_in_differences' then 4 else 2 end as needed_cells,
        1 / {{ assay.exact_sum('1 / cast(n as double)') }} as harmonic_rows,
        {{ assay.exact_sum('sign * mean_outcome') }} as outcome_contrast,
        {{ assay.exact_sum('sign * mean_covariate') }} as covariate_contrast
    from cells
    group by use_case, method, stratum
),

joined as (
    select
        compared_outcomes.*,
        cells.mean_outcome,
        cells.mean_covariate,
        strata.outcome_contrast,
        strata.covariate_contrast,
        least(strata.cell_count, strata.needed_cells - 1) as nuisance_count,
        case
            when strata.cell_count = strata.needed_cells
                then compared_outcomes.sign * strata.harmonic_rows / cells.n
            else cast(0 as double)
        end as treatment_residual
    from compared_outcomes
    inner join cells
        on
            compared_outcomes.use_case = cells.use_case
            and compared_outcomes.method = cells.method
            and compared_outcomes.stratum = cells.stratum
            and compared_outcomes.is_treated_arm = cells.is_treated_arm
            and compared_outcomes.is_after = cells.is_after
    inner join strata
        on
            compared_outcomes.use_case = strata.use_case
            and compared_outcomes.method = strata.method
            and compared_outcomes.stratum = strata.stratum
),

outcome_residuals as (
    select
        use_case,
        method,
        entity_id,
        cluster_id,
        stratum,
        nuisance_count,
        treatment_residual,
        outcome - mean_outcome + treatment_residual * outcome_contrast as outcome_residual,
        coalesce(
            covariate - mean_covariate + treatment_residual * covariate_contrast,
            cast(0 as double)
        ) as covariate_residual,
        is_treated_arm,
        decided_at
    from joined
)

select * from outcome_residuals
