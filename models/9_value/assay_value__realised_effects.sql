with

outcome_residuals as (
    select * from {{ ref('assay_value__outcome_residuals') }}
),

moments as (
    select
        use_case,
        method,
        count(*) as n,
        count(distinct cluster_id) as cluster_count,
        count(distinct case when is_treated_arm then cluster_id end) as treated_cluster_count,
        count(distinct case when not is_treated_arm then cluster_id end) as untreated_cluster_count,
        {{ assay.exact_sum('treatment_residual * treatment_residual') }} as treatment_squares,
        {{ assay.exact_sum('treatment_residual * outcome_residual') }} as treatment_outcomes,
        {{ assay.exact_sum('treatment_residual * covariate_residual') }} as treatment_covariates,
        {{ assay.exact_sum('covariate_residual * covariate_residual') }} as covariate_squares,
        {{ assay.exact_sum('covariate_residual * outcome_residual') }} as covariate_outcomes
    from outcome_residuals
    group by use_case, method
),

nuisances as (
    select
        use_case,
        method,
        sum(nuisance_count) as nuisance_count
    from
        (select distinct
            use_case,
            method,
            stratum,
            nuisance_count
        from outcome_residuals) as strata
    group by use_case, method
),

-- What the covariate foretells is taken out of the treatment first, then out of the outcome.
adjusted as (
    select
        moments.*,
        coalesce(moments.treatment_covariates / nullif(moments.covariate_squares, 0), 0)
            as treatment_slope,
        cast(
            nuisances.nuisance_count
            + 1
            + case when moments.covariate_squares > 0 then 1 else 0 end as double
        ) as parameter_count
    from moments
    inner join nuisances
        on moments.use_case = nuisances.use_case and moments.method = nuisances.method
),

estimated as (
    select
        *,
        treatment_squares - treatment_slope * treatment_covariates as information,
        (treatment_outcomes - treatment_slope * covariate_outcomes)
        / nullif(treatment_squares - treatment_slope * treatment_covariates, 0) as effect
    from adjusted
),

fitted as (
    select
        *,
        coalesce(
            (covariate_outcomes - effect * treatment_covariates) / nullif(covariate_squares, 0), 0
        ) as covariate_slope
    from estimated
),

cluster_scores as (
    select
        outcome_residuals.use_case,
        outcome_residuals.method,
        outcome_residuals.cluster_id,
        {{ assay.exact_sum(
            '(outcome_residuals.treatment_residual'
            ~ ' - fitted.treatment_slope * outcome_residuals.covariate_residual)'
            ~ ' * (outcome_residuals.outcome_residual'
            ~ ' - fitted.effect * outcome_residuals.treatment_residual'
            ~ ' - fitted.covariate_slope * outcome_residuals.covariate_residual)'
        ) }} as score
    from outcome_residuals
    inner join fitted
        on
            outcome_residuals.use_case = fitted.use_case
            and outcome_residuals.method = fitted.method
    group by outcome_residuals.use_case, outcome_residuals.method, outcome_residuals.cluster_id
),

spread as (
    select
        use_case,
        method,
        {{ assay.exact_sum('score * score') }} as score_squares
    from cluster_scores
    group by use_case, method
),

-- Fewer than five clusters on one side say too little about how much clusters differ.
judged as (
    select
        fitted.*,
        case
            when
                fitted.treated_cluster_count >= 5
                and fitted.untreated_cluster_count >= 5
                and fitted.n > fitted.parameter_count
                then
                    sqrt(
                        spread.score_squares
                        * {{ assay._cluster_correction('fitted.cluster_count') }}
                        * (fitted.n - 1) / (fitted.n - fitted.parameter_count)
                    ) / nullif(fitted.information, 0)
        end as standard_error
    from fitted
    inner join spread on fitted.use_case = spread.use_case and fitted.method = spread.method
),

realised_effects as (
    select
        use_case,
        method,
        effect,
        standard_error,
        effect
        - {{ assay.student_t_975('cast(cluster_count - 1 as double)') }} * standard_error as ci_low,
        effect
        + {{ assay.student_t_975('cast(cluster_count - 1 as double)') }}
        * standard_error as ci_high,
        case when covariate_squares > 0 then covariate_slope end as covariate_slope,
        n,
        cluster_count,
        treated_cluster_count
    from judged
)

select * from realised_effects
